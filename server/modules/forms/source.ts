import { utmKeys } from '#contract/form-submissions.ts'

export type Visit = { url: string | null; referrer: string | null; utm: Record<string, string> | null }

/** Address, referrer and campaign words of the page a form was sent from; what is no web address is dropped. */
export function readVisit(given: {
  url?: unknown
  referrer?: unknown
  utm?: Record<string, string | undefined>
}): Visit {
  const url = webAddress(given.url)
  const fromUrl = url ? new URL(url).searchParams : new URLSearchParams()
  const utm = Object.fromEntries(
    utmKeys.flatMap((key) => {
      const value = given.utm?.[key] ?? fromUrl.get(`utm_${key}`)
      return value ? [[key, value.slice(0, 500)]] : []
    }),
  )
  return { url, referrer: webAddress(given.referrer), utm: Object.keys(utm).length > 0 ? utm : null }
}

function webAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000 || !URL.canParse(text)) return null
  return /^https?:$/.test(new URL(text).protocol) ? text : null
}

const paid = /^(cpc|ppc|cpm|cpv|paid|paidsearch|paid_search|display|banner|retargeting)$/
const paidSocial = /^(paid_?social|social_?paid)$/
const social =
  /(^|\.)(facebook|instagram|linkedin|twitter|x|t|tiktok|youtube|pinterest|reddit|threads|whatsapp)\.(com|co|net)$/
const searchEngine = /(^|\.)(google|bing|duckduckgo|ecosia|qwant|yahoo|yandex|baidu|startpage)\.[a-z.]+$/

/** The channel in one word, from the campaign words first and the referrer then. */
export function sourceOf({ url, referrer, utm }: Visit): string {
  const medium = utm?.medium?.toLowerCase() ?? ''
  if (paidSocial.test(medium)) return 'paid_social'
  if (paid.test(medium)) return social.test(`${utm?.source?.toLowerCase()}.com`) ? 'paid_social' : 'paid_search'
  if (/^e-?mail$|^newsletter$/.test(medium)) return 'email'
  if (/^social/.test(medium)) return 'social'
  if (medium === 'referral' || medium === 'affiliate') return 'referral'
  if (medium === 'event' || medium === 'fair') return 'fair'
  const host = referrer ? new URL(referrer).hostname : ''
  if (host === '' || (url && new URL(url).hostname === host)) return utm ? 'campaign' : 'direct'
  if (searchEngine.test(host)) return 'organic_search'
  return social.test(host) ? 'social' : 'referral'
}

/** 203.0.113.0 or 2001:db8:85a3:: — enough to place a consent, not a person. */
export function truncateAddress(ip: string): string | null {
  const v4 = ip.match(/(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/)
  if (v4) return `${v4[1]}.0`
  const groups = ip.split('%')[0]!.split('::')[0]!.split(':').filter(Boolean)
  return ip.includes(':') ? `${groups.slice(0, 3).join(':')}::` : null
}
