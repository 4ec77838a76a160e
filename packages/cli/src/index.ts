export { createProgram, type World } from './program.ts';
