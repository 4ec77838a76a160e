/** An entry of the catalogue of sources. */
export type SourceType = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly categories: readonly string[];
};

const website = ['Website'];
const mobile = ['Mobile'];
const server = ['Server'];
const cloud = ['Cloud App'];

/** Kinds of sources: the clients that speak the tracking API. The slugs are Segment's. */
export const sourceTypes = [
  type('javascript', 'Javascript', 'A website, through analytics.js.', website),
  type('pixel-tracking-api', 'Pixel', 'A page or e-mail that can only load an image.', website),
  type('ios', 'iOS', 'An app for iOS.', mobile),
  type('swift', 'Swift', 'An app for iOS, in Swift.', mobile),
  type('android', 'Android', 'An app for Android.', mobile),
  type('kotlin-android', 'Kotlin Android', 'An app for Android, in Kotlin.', mobile),
  type('flutter', 'Flutter', 'An app in Flutter.', mobile),
  type('react-native', 'React Native', 'An app in React Native.', mobile),
  type('node.js', 'Node.js', 'A server in Node.js.', server),
  type('python', 'Python', 'A server in Python.', server),
  type('go', 'Go', 'A server in Go.', server),
  type('java', 'Java', 'A server in Java.', server),
  type('kotlin', 'Kotlin', 'A server in Kotlin.', server),
  type('ruby', 'Ruby', 'A server in Ruby.', server),
  type('php', 'PHP', 'A server in PHP.', server),
  type('rust', 'Rust', 'A server in Rust.', server),
  type('clojure', 'Clojure', 'A server in Clojure.', server),
  type('.net', '.NET', 'A server in .NET.', server),
  type('http-api', 'HTTP API', 'Anything that can send a request.', server),
  type(
    'webhook',
    'Webhook',
    'A service that posts what happens there; each request is one track event.',
    cloud,
  ),
  type(
    'function',
    'Function',
    'A service that posts what happens there; a function makes events of it.',
    cloud,
  ),
] as const satisfies readonly SourceType[];

function type<const Slug extends string>(
  slug: Slug,
  name: string,
  description: string,
  categories: readonly string[],
): SourceType & { readonly slug: Slug } {
  return { slug, name, description, categories };
}
