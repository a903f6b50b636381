/** What other runs read of files, under whatever name and in whatever way. */
export interface FileMemory {
  /** How many bytes, from its start or from where it was followed, of an open file are done with; null where nothing is known of it. */
  readBefore(descriptor: number): { readonly length: number } | null;
  /** The bytes of an open file from one place up to another are done with. */
  note(name: string, descriptor: number, from: number, to: number): void;
}
