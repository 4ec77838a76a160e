import { scriptValue } from './script-value.ts';

const SNIPPET_VERSION = '5.2.1';

/**
 * Segment's snippet: a queue under `window.analytics` that takes calls at once, and the loading of the library that takes them
 * over. The library asks the queue for its `_writeKey`, `_cdn` and `_loadOptions`.
 */
export function classicSnippet({
  writeKey,
  address,
}: {
  readonly writeKey: string;
  readonly address: string;
}): string {
  const key = scriptValue(writeKey);
  return `<script>
!function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("The analytics snippet is in this page twice.");else{${queue}
analytics._writeKey=${key};
analytics._cdn=${scriptValue(address)};
analytics.SNIPPET_VERSION="${SNIPPET_VERSION}";
analytics.load(${key});
analytics.page();
}}();
</script>`;
}

const methods = [
  'trackSubmit',
  'trackClick',
  'trackLink',
  'trackForm',
  'pageview',
  'identify',
  'reset',
  'group',
  'track',
  'ready',
  'alias',
  'debug',
  'page',
  'screen',
  'once',
  'off',
  'on',
  'addSourceMiddleware',
  'addIntegrationMiddleware',
  'setAnonymousId',
  'addDestinationMiddleware',
  'register',
];

/** Notes the page as it is at the call: by the time the library comes it may show another. */
const noteCall =
  'function(e){return function(){if(window[i].initialized)return window[i][e].apply(window[i],arguments);' +
  'var n=Array.prototype.slice.call(arguments);' +
  'if(["track","screen","alias","group","page","identify"].indexOf(e)>-1){' +
  `var c=document.querySelector("link[rel='canonical']");` +
  'n.push({__t:"bpc",c:c&&c.getAttribute("href")||void 0,p:location.pathname,u:location.href,' +
  's:location.search,t:document.title,r:document.referrer})}' +
  'n.unshift(e);analytics.push(n);return analytics}}';

const load =
  'function(key,n){var t=document.createElement("script");t.type="text/javascript";t.async=!0;' +
  't.setAttribute("data-global-segment-analytics-key",i);' +
  't.src=analytics._cdn+"/analytics.js/v1/"+encodeURIComponent(key)+"/analytics.min.js";' +
  'var r=document.getElementsByTagName("script")[0];r.parentNode.insertBefore(t,r);analytics._loadOptions=n}';

const queue =
  `analytics.invoked=!0;analytics.methods=${JSON.stringify(methods)};` +
  `analytics.factory=${noteCall};` +
  'for(var n=0;n<analytics.methods.length;n++){var key=analytics.methods[n];analytics[key]=analytics.factory(key)}' +
  `analytics.load=${load};`;
