import type { EpochMillis } from '@millrace/domain';
import type { Request } from 'express';

import type { TrustedProxies } from '../client-address.ts';
import type { FindSource, KnownSource } from '../sources.ts';
import { writeKeyOf } from '../write-key.ts';
import type { Answer } from './answer.ts';
import { browserSettings } from './browser-settings.ts';
import { encodeAsset, type EncodedAsset } from './encoded-asset.ts';
import { createLibraryCopies, SCRIPT_TYPE } from './library-copies.ts';
import type { PackageFiles } from './package-files.ts';
import { addressOfRequest } from './public-address.ts';
import { refusals } from './refusals.ts';
import { rudderSourceConfig } from './rudder-source-config.ts';

/** What answering pages needs from outside. */
export type AnswerDependencies = {
  readonly files: PackageFiles;
  /** Undefined until the configuration is read to its end. */
  readonly findSource: () => FindSource | undefined;
  readonly trustedProxies: TrustedProxies;
  /** Copies of the library that are kept, one for a source; more are made when they are asked for. */
  readonly maxKeptCopies: number;
  readonly now: () => EpochMillis;
};

/** Answers one kind of request. */
export type Ask = (request: Request) => Answer | Promise<Answer>;

const cacheControl = {
  /** The name of a bundle holds the hash of its content. */
  bundle: 'public, max-age=31536000, immutable',
  library: 'public, max-age=300, stale-while-revalidate=86400',
  /** The longest time a page works with settings that were changed. */
  settings: 'public, max-age=60',
} as const;

/** The library as made for the source of the path. */
export function answerLibrary(dependencies: AnswerDependencies): Ask {
  const copyFor = createLibraryCopies(dependencies.files.standalone, dependencies.maxKeptCopies);
  return request => {
    const found = findSource(paramOf(request, 'writeKey'), dependencies);
    if (found.kind === 'refused') return found;
    const { writeKey, source } = found;
    const { publicUrl } = source.settings.browser ?? {};
    return copyFor({ writeKey, publicUrl }).then(asset => ({
      kind: 'asset',
      asset,
      cacheControl: cacheControl.library,
    }));
  };
}

/** A part of the library by its file's name. */
export async function answerBundle({ files }: AnswerDependencies): Promise<Ask> {
  const encoded = [...files.bundles].map(async ([name, text]): Promise<readonly [string, EncodedAsset]> => [
    name,
    await encodeAsset(text, SCRIPT_TYPE),
  ]);
  const bundles = new Map(await Promise.all(encoded));
  return request => {
    const asset = bundles.get(paramOf(request, 'file') ?? '');
    return asset === undefined
      ? refusals.noBundle
      : { kind: 'asset', asset, cacheControl: cacheControl.bundle };
  };
}

/** What the library is told of the source of the path. */
export function answerSettings(dependencies: AnswerDependencies): Ask {
  return request => {
    const found = findSource(paramOf(request, 'writeKey'), dependencies);
    if (found.kind === 'refused') return found;
    const { browser } = found.source.settings;
    const address = browser?.publicUrl ?? addressOfRequest(request, dependencies.trustedProxies);
    if (address === undefined) return refusals.noHost;
    return {
      kind: 'json',
      value: browserSettings({ writeKey: found.writeKey, address, browser }),
      cacheControl: cacheControl.settings,
      // Else one who makes up these headers could have a cache tell everybody to send elsewhere.
      ...(browser?.publicUrl === undefined && { vary: 'X-Forwarded-Host, X-Forwarded-Proto' }),
    };
  };
}

/** What RudderStack's library is told of the source that its request is authorized for. */
export function answerSourceConfig(dependencies: AnswerDependencies): Ask {
  return ({ headers, url }) => {
    const mark = url.indexOf('?');
    const query = mark === -1 ? '' : url.slice(mark + 1);
    const found = findSource(writeKeyOf({ headers, query, body: {} }), dependencies);
    if (found.kind === 'refused') return found;
    const { id, workspace } = found.source;
    return {
      kind: 'json',
      value: rudderSourceConfig({ id, workspace, writeKey: found.writeKey }),
      cacheControl: cacheControl.settings,
      vary: 'Authorization',
    };
  };
}

type Found = { readonly kind: 'found'; readonly writeKey: string; readonly source: KnownSource };

function findSource(
  writeKey: string | undefined,
  dependencies: AnswerDependencies,
): Found | Extract<Answer, { kind: 'refused' }> {
  const find = dependencies.findSource();
  if (find === undefined) return refusals.notReady;
  const source = writeKey === undefined ? undefined : find(writeKey, dependencies.now());
  if (source === 'expired') return refusals.expired;
  if (writeKey === undefined || source === undefined) return refusals.unknown;
  return { kind: 'found', writeKey, source };
}

function paramOf({ params }: Request, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
}
