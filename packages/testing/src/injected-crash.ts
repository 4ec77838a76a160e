/** Thrown at a crash point: the program stops there as if the process had died. */
export class InjectedCrash extends Error {
  constructor(point: string) {
    super(`stopped at ${point}`);
    this.name = 'InjectedCrash';
  }
}
