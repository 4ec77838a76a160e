/** A thing the shop sells. */
export type Product = {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly price: number;
};

/** What the shop of the demo sells. */
export const products: readonly [Product, ...Product[]] = [
  { sku: 'TEA-014', name: 'Sencha Fukujyu', category: 'tea', price: 14.5 },
  { sku: 'TEA-027', name: 'Assam Halmari', category: 'tea', price: 18.9 },
  { sku: 'TEA-031', name: 'Rooibos Vanille', category: 'tea', price: 9.2 },
  { sku: 'POT-003', name: 'Gusseiserne Kanne 0,8 l', category: 'pots', price: 64 },
  { sku: 'POT-008', name: 'Glass Pot “Clara”', category: 'pots', price: 39.9 },
  { sku: 'CUP-002', name: '有田焼 Cup', category: 'cups', price: 22 },
  { sku: 'CUP-011', name: 'Travel Mug', category: 'cups', price: 27.5 },
  { sku: 'SET-001', name: 'Starter Set', category: 'sets', price: 79 },
];

/** Companies whose people buy for the office. */
export const companies: readonly [string, ...string[]] = [
  'Nordlicht GmbH',
  'Café Açaí',
  'Weber & Sons',
  '三田商事',
];

/** Where visits come from. */
export const campaigns: readonly [string, ...string[]] = ['direct', 'newsletter', 'spring-sale', 'search'];
