import { signal } from '@preact/signals';

/** What is said to whoever does not see the screen, and shown for a moment to whoever does. */
export const announcement = signal('');

let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  announcement.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    announcement.value = '';
  }, 6000);
}
