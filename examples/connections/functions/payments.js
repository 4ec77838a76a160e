/** Takes a notification signed with HMAC-SHA256 and makes an event of it. */
async function onRequest(request, settings) {
  const body = await request.text();
  if (!isSigned(body, request.headers.get('x-signature') ?? '', settings.signingSecret)) {
    return { status: 401, body: 'wrong signature' };
  }
  const { id, type, customer, amount } = JSON.parse(body);
  Segment.track({
    messageId: id,
    userId: customer,
    event: type,
    properties: { amount, currency: settings.currency },
  });
}

function isSigned(body, signature, secret) {
  const expected = crypto.createHmac('sha256', secret).update(body).digest('hex');
  const [left, right] = [expected, signature].map(text => new TextEncoder().encode(text));
  return left.length === right.length && crypto.timingSafeEqual(left, right);
}
