/**
 * The language as it is before a customer's code has run. That code may replace `JSON.stringify` or `Array.prototype.push`
 * with its own; what guards the way out of the isolate uses these.
 */
const { apply } = Reflect;

/** A method as a function of its object. */
function uncurried<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result {
  return (self, ...args) => apply(method, self, args);
}

export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { create: createObject, defineProperty } = Object;
export const applyFunction = apply;
export const { construct, deleteProperty } = Reflect;
export const PromiseOf = Promise;
export const toText = String;
export const truncated = uncurried<string, [start: number, end: number], string>(
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is given its object by apply
  String.prototype.slice,
);
export const ErrorOf = Error;
export const RangeErrorOf = RangeError;
export const TypeErrorOf = TypeError;
export const { min: minimum, max: maximum } = Math;
export const toNumber = Number;
