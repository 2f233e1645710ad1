/** In an hour, tomorrow and on Monday at nine on the reader's clock. */
export function snoozeChoices(now: Date): { key: 'hour' | 'tomorrow' | 'monday'; until: Date }[] {
  const atNine = (daysAhead: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysAhead, 9)
  const untilMonday = (8 - now.getDay()) % 7 || 7
  return [
    { key: 'hour', until: new Date(now.getTime() + 3_600_000) },
    { key: 'tomorrow', until: atNine(1) },
    ...(untilMonday === 1 ? [] : [{ key: 'monday' as const, until: atNine(untilMonday) }]),
  ]
}
