/** 'HH:mm' where that is what was meant ('9', '930', '9.30'); null when it is no time of day. */
export function tidyTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim())
  const time = match && `${match[1]!.padStart(2, '0')}:${match[2] ?? '00'}`
  return time && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null
}
