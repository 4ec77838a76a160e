export { createSnippet, isSnippetStyle, snippetStyles, type Snippet, type SnippetStyle } from './snippet.ts';
