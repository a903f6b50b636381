import { useEffect, useState } from 'preact/hooks';

/** Pixels of a row: two lines where the page is narrow. */
export function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const listener = (): void => {
      setNarrow(media.matches);
    };
    media.addEventListener('change', listener);
    return () => {
      media.removeEventListener('change', listener);
    };
  }, []);
  return isNarrow ? 64 : 32;
}

const NARROW = '(max-width: 56rem)';
