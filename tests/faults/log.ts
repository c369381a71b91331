/** Writes to stdout at once, past Jest, which holds back the console. */
export const log = (line: string) => process.stdout.write(`${line}\n`);
