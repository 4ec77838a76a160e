/** Says a line to the person who started the program. */
export function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
