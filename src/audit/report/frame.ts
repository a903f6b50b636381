/** When and where a report was made, and by what. */
export interface ReportFrame {
  /** ISO time. */
  readonly generatedAt: string;
  /** Name of the machine that asked. */
  readonly host: string;
  /** Of Portolan. */
  readonly version: string;
}
