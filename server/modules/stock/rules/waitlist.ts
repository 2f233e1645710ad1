/**
 * Whether one more person may be told that a product is back: never more than came in, and never more people with a claim
 * than units they could take.
 */
export const mayAnnounce = ({
  available,
  toAnnounce,
  promised,
}: {
  /** On hand − reserved − safety stock, looked at now. */
  available: number
  /** Units that came in and nobody has been told of. */
  toAnnounce: number
  /** People told whose claim still runs. */
  promised: number
}): boolean => toAnnounce > 0 && promised < available
