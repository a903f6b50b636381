/** What the bundle offers its launcher, bin/portolan, and the script that makes its code cache. */
export { createContext } from './context.ts';
export { main, onSystem, run } from './main.ts';
