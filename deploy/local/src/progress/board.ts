/** One line of the screen: what one part of the stack is doing. */
export type BoardLine = Readonly<{
  /** Says what is going on now. */
  say: (text: string) => void;
  /** Shows a bar; `fraction` is 0 to 1. */
  show: (fraction: number, text: string) => void;
  /** The last word about this line. */
  end: (outcome: 'done' | 'unchanged' | 'failed', text: string) => void;
}>;

/** Where progress is shown while parts start side by side. */
export type Board = Readonly<{ line: (name: string) => BoardLine; close: () => void }>;

export const OUTCOME_MARKS = { done: '✔', unchanged: '·', failed: '✖' } as const;
