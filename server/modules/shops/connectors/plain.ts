/** Shops describe in HTML; here it is words. */
export const plain = (html: string | null): string | null =>
  html
    ?.replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim() || null
