import { campaigns, companies, products, type Product } from './catalogue.ts';
import { seededRandom, type Random } from './random.ts';

type Members = Readonly<Record<string, unknown>>;
type Who = { readonly anonymousId: string; readonly userId?: string } | { readonly userId: string };

/** One call of a client library, and the source that makes it. */
export type ShopCall = Who & { readonly source: 'web' | 'server'; readonly context?: Members } & (
    | { readonly type: 'page'; readonly name: string; readonly properties: Members }
    | { readonly type: 'track'; readonly event: string; readonly properties: Members }
    | { readonly type: 'identify'; readonly traits: Members }
    | { readonly type: 'group'; readonly groupId: string; readonly traits: Members }
  );

type Visitor = {
  readonly userId: string;
  readonly email: string;
  readonly company: string | undefined;
  readonly devices: readonly [string, ...string[]];
  /** Devices on which the visitor has signed in. */
  readonly signedIn: Set<string>;
};

const CONCURRENT_VISITS = 60;
const EVENTS_PER_VISITOR = 12;
const BUSINESS_SHARE = 0.2;

/**
 * A shop's traffic: visits under way side by side, anonymous until the visitor signs in, several devices a person,
 * companies as groups, orders confirmed by the shop's server. The same seed and size give the same calls.
 */
export function* shopTraffic({
  seed,
  size,
}: {
  readonly seed: number;
  readonly size: number;
}): Generator<ShopCall> {
  const random = seededRandom(seed);
  const visitors = Array.from({ length: Math.ceil(size / EVENTS_PER_VISITOR) }, (_, index) =>
    aVisitor(random, `${seed}-${index}`),
  );
  const begin = (): Generator<ShopCall> =>
    visit(random, visitors[random.below(visitors.length)] ?? aVisitor(random, `${seed}-0`));
  const visits = Array.from({ length: Math.min(CONCURRENT_VISITS, visitors.length) }, begin);
  for (let sent = 0; sent < size;) {
    const turn = random.below(visits.length);
    const step = visits[turn]?.next();
    if (step === undefined || step.done === true) {
      visits[turn] = begin();
      continue;
    }
    sent += 1;
    yield step.value;
  }
}

function aVisitor(random: Random, name: string): Visitor {
  const deviceCount = 1 + random.below(3);
  return {
    userId: `customer-${name}`,
    email: `customer-${name}@example.com`,
    company: random.chance(BUSINESS_SHARE) ? random.pick(companies) : undefined,
    devices: [
      `device-${name}-0`,
      ...Array.from({ length: deviceCount - 1 }, (_, at) => `device-${name}-${at + 1}`),
    ],
    signedIn: new Set(),
  };
}

function* visit(random: Random, visitor: Visitor): Generator<ShopCall> {
  const device = random.pick(visitor.devices);
  const context = {
    campaign: { name: random.pick(campaigns) },
    locale: random.pick(['de-DE', 'en-GB', 'ja-JP']),
  };
  const who = (): Who =>
    visitor.signedIn.has(device) ? { anonymousId: device, userId: visitor.userId } : { anonymousId: device };
  const page = (name: string, properties: Members): ShopCall => ({
    ...who(),
    source: 'web',
    context,
    type: 'page',
    name,
    properties,
  });
  const track = (event: string, properties: Members): ShopCall => ({
    ...who(),
    source: 'web',
    context,
    type: 'track',
    event,
    properties,
  });

  yield page('Home', { path: '/' });
  const basket: Product[] = [];
  for (let views = 1 + random.below(5); views > 0; views--) {
    const product = random.pick(products);
    yield page('Product', { path: `/p/${product.sku}` });
    yield track('Product Viewed', { ...product });
    if (random.chance(0.4)) {
      basket.push(product);
      yield track('Product Added', { ...product, quantity: 1 + random.below(3) });
    }
  }
  if (basket.length === 0 || random.chance(0.3)) return;

  if (!visitor.signedIn.has(device)) yield* signIn(random, visitor, { device, context });
  const revenue = Number(basket.reduce((sum, { price }) => sum + price, 0).toFixed(2));
  yield track('Checkout Started', { revenue, currency: 'EUR' });
  if (random.chance(0.25)) return;
  const order = {
    orderId: `${visitor.userId}-${random.below(1e9)}`,
    revenue,
    currency: 'EUR',
    products: basket,
  };
  yield {
    userId: visitor.userId,
    source: 'server',
    type: 'track',
    event: 'Order Completed',
    properties: order,
  };
}

function* signIn(
  random: Random,
  visitor: Visitor,
  { device, context }: { readonly device: string; readonly context: Members },
): Generator<ShopCall> {
  visitor.signedIn.add(device);
  const who = { anonymousId: device, userId: visitor.userId, source: 'web', context } as const;
  yield { ...who, type: 'identify', traits: { email: visitor.email, plan: random.pick(['free', 'club']) } };
  if (visitor.company === undefined) return;
  yield { ...who, type: 'group', groupId: visitor.company, traits: { name: visitor.company } };
}
