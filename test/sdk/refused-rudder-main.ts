import RudderAnalytics from '@rudderstack/rudder-sdk-node';

/** Sends an event that is refused, with or without an errorHandler, and ends when the library has heard of it. */
const [, , url = '', mode = ''] = process.argv;

const rudder = new RudderAnalytics('a-write-key-that-nobody-has', {
  dataPlaneUrl: url,
  logLevel: 'none',
  ...(mode === 'with-error-handler' ? { errorHandler: () => undefined } : {}),
});
rudder.track({ anonymousId: 'refused', event: 'Refused' });
