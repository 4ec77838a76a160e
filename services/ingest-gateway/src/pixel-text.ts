import { limits } from '@millrace/intake';

/**
 * The JSON text of an event in the query of a pixel: `data` is the event, as base64 (of either alphabet) or as it is; without it each
 * parameter is a member, and a dot in its name leads into an object: `properties.subject=Hello`. Of what contradicts, the last counts.
 * Undefined where it leads too deep.
 */
export function pixelText(query: string): string | undefined {
  const parameters = new URLSearchParams(query);
  const encoded = parameters.get('data');
  return encoded === null ? objectText(parameters) : decoded(encoded);
}

/** URLSearchParams reads a plus as a space; base64 has no spaces. */
function decoded(encoded: string): string {
  const text = encoded.trim();
  return text.startsWith('{') ? text : Buffer.from(text.replaceAll(' ', '+'), 'base64').toString();
}

type Tree = Map<string, Tree | string>;

/** Maps, because a member may have any name, `__proto__` too. */
function objectText(parameters: URLSearchParams): string | undefined {
  const root: Tree = new Map();
  for (const [path, value] of parameters) {
    const names = path.split('.');
    if (names.length > limits.depth) return undefined;
    const last = names.pop() ?? '';
    let tree = root;
    for (const name of names) tree = subtree(tree, name);
    tree.set(last, value);
  }
  return treeText(root);
}

function subtree(tree: Tree, name: string): Tree {
  const found = tree.get(name);
  if (found instanceof Map) return found;
  const made: Tree = new Map();
  tree.set(name, made);
  return made;
}

function treeText(tree: Tree): string {
  const members = [...tree].map(
    ([name, value]) =>
      `${JSON.stringify(name)}:${value instanceof Map ? treeText(value) : JSON.stringify(value)}`,
  );
  return `{${members.join(',')}}`;
}
