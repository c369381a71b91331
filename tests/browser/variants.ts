/** A phone, as options of a test. */
export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** How pages are looked at: the name of each variant and its options. */
export const variants = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
] as const;
