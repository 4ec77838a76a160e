/** What the example workspace (examples/shop) is known by. */
export const shop = {
  webWriteKey: 'shop-web-key',
  serverWriteKey: 'shop-server-key',
} as const;
