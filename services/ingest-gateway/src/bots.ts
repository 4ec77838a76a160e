import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

/** Whether a user agent is that of a known bot: a crawler, a monitor, a program without a person. */
export type IsBot = (userAgent: string) => boolean;

/** A longer one is judged by its beginning, and anew each time: kept, it would keep the header it was cut from. */
const MAX_REMEMBERED = 512;

/** Remembers its answers for the user agents that came last: there are few, and isbot tries long expressions on each. */
export function createIsBot(maxRemembered: number): IsBot {
  const answers = new LRUCache<string, boolean>({ max: maxRemembered });
  // The events of a batch are mostly one person's: comparing two texts costs less than looking one up.
  let last = { userAgent: '', answer: false };
  return userAgent => {
    if (userAgent === last.userAgent) return last.answer;
    if (userAgent.length > MAX_REMEMBERED) return isbot(userAgent.slice(0, MAX_REMEMBERED));
    const answer = answers.get(userAgent) ?? isbot(userAgent);
    answers.set(userAgent, answer);
    last = { userAgent, answer };
    return answer;
  };
}
