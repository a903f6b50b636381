import { describe, expect, it } from 'vitest';
import { ownKnowledge } from './compiled-knowledge.fixture.ts';

/**
 * Every claim that the two source documents make about a port or a class of ports. Left out are the ones about
 * something else: physical ports (A1, A2), netstat's options (A53) and the layout of the page (B44, B45).
 */
const CLAIMS = [
  ...['A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11', 'A12', 'A13', 'A14', 'A15', 'A16', 'A17', 'A18', 'A19'],
  ...['A20', 'A21', 'A22', 'A23', 'A24', 'A25', 'A26', 'A34', 'A35', 'A36', 'A44', 'A45', 'A46', 'A47', 'A48', 'A49'],
  ...['A51', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B12', 'B13', 'B14', 'B15', 'B16'],
  ...['B17', 'B18a', 'B18b', 'B18c', 'B19', 'B20', 'B21a', 'B22a', 'B22b', 'B22c', 'B23', 'B25', 'B26a', 'B26b'],
  ...['B26c', 'B26d', 'B26e', 'B27', 'B28', 'B29', 'B30', 'B31', 'B32', 'B33', 'B34', 'B35', 'B36', 'B37a', 'B38a'],
  ...['B39', 'B40', 'B41', 'B42', 'B43'],
];

/** Claims that are wrong or turn the sense round: to confirm one of these would repeat the error. */
const WRONG = ['A9', 'A13', 'A23', 'B2', 'B3', 'B20', 'B26e', 'B29', 'B41', 'A47', 'A16', 'A49', 'B9', 'B14', 'B36'];

/** Programs that the source documents name (T14 stands for those that they leave out). */
const PROGRAM_CLAIMS = Array.from({ length: 19 }, (_, index) => `T${index + 1}`);

const knowledge = ownKnowledge();
const dossiers = [...knowledge.dossiers()];
const corrected = dossiers.flatMap((dossier) => dossier.corrections.flatMap(({ claims }) => claims));
const confirmed = dossiers.flatMap((dossier) => dossier.confirms);

describe('the claims of the source documents', () => {
  it('are each answered once, by a correction or a confirmation', () => {
    expect([...corrected, ...confirmed].toSorted()).toEqual(CLAIMS.toSorted());
  });

  it('are corrected where they are wrong', () => {
    expect(WRONG.filter((claim) => !corrected.includes(claim))).toEqual([]);
  });

  it('about malicious programs are each answered by a program, and no other ids are in use', () => {
    const answered = new Set([...knowledge.programs()].flatMap((program) => program.claims));
    expect([...answered].toSorted()).toEqual(PROGRAM_CLAIMS.toSorted());
  });

  it('about malicious programs keep direction and confidence, and never rest on nothing', () => {
    for (const program of knowledge.programs()) {
      if (program.claims.length === 0) continue;
      for (const { key, direction, confidence, sources } of program.ports) {
        expect(['listens', 'connects-out', 'both', 'unknown'], `${program.name} ${key}`).toContain(direction);
        expect(['registry', 'primary'], `${program.name} ${key}`).not.toContain(confidence);
        expect(sources.length, `${program.name} ${key}`).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['doly trojan', '21/tcp'],
    ['fore', '21/tcp'],
    ['invisible ftp', '21/tcp'],
    ['stealth ftp', '21/tcp'],
    ['webex', '21/tcp'],
    ['wincrash', '21/tcp'],
    ['blade runner', '21/tcp'],
    ['tiny telnet server', '23/tcp'],
    ['mini telnet server', '23/tcp'],
    ['antigen', '25/tcp'],
    ['email password sender', '25/tcp'],
    ['haebu coceda', '25/tcp'],
    ['shtrilitz stealth', '25/tcp'],
    ['winpc', '25/tcp'],
    ['winspy', '25/tcp'],
    ['master park', '31/tcp'],
    ['hacker park', '31/tcp'],
    ['executor', '80/tcp'],
    ['ncx99', '99/tcp'],
    ['infector 1.4.2', '118/tcp'],
  ])('are found by the words the documents use: %s on %s', (name, key) => {
    const ports = knowledge.programsNamed(name).flatMap((program) => program.ports.map((port) => port.key));
    expect(ports).toContain(key);
  });
});
