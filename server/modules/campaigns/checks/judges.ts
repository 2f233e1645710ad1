import type { CheckName } from '#contract/campaign-checks.ts'
import { dayNumberOf } from '#kernel/calendar/zone.ts'
import { translate } from '#kernel/i18n.ts'
import { isSigned } from '../seats.ts'
import { missingParts, partsWithoutEvidence } from '../write-brief.ts'
import type { Facts } from './facts.ts'
import { type Finding, foundOf, type Item, type Judge, listed, roomUrl } from './finding.ts'
import { judgeConsents, judgeLinks, judgePages } from './judge-pages.ts'
import { judgeStock } from './judge-stock.ts'
import { judgeClaims, judgeDrift, judgePrices } from './judge-truth.ts'

const brief: Judge = (facts, locale): Finding => {
  const { campaign, seats } = facts
  const missing = missingParts(campaign.brief)
  const parts = missing.map((part) => translate(locale, `campaigns.brief.${part}.title`))
  const ownerless = seats.filter((seat) => seat.ownerId === null).map((seat) => seat.departmentName)
  const found = {
    fixUrl: roomUrl(facts, 'brief'),
    detail: {
      missing,
      ownerless,
      withoutEvidence: partsWithoutEvidence(campaign.brief),
      items: parts.map((text) => ({ text, fixUrl: roomUrl(facts, 'brief') })),
    },
  }
  if (missing.length > 0)
    return {
      ...found,
      state: 'block',
      word: 'missing',
      params: { parts: listed(locale, parts) },
      found: foundOf(missing),
    }
  if (ownerless.length === seats.length)
    return { ...found, state: 'block', word: 'no_owner', fixUrl: roomUrl(facts, 'people'), found: { no_owner: 1 } }
  if (ownerless.length > 0)
    return {
      ...found,
      state: 'warn',
      word: 'ownerless',
      params: { departments: listed(locale, ownerless) },
      fixUrl: roomUrl(facts, 'people'),
    }
  return { ...found, state: 'pass', word: 'pass' }
}

const kickoff: Judge = (facts, locale): Finding => {
  const absent = facts.seats.filter((seat) => seat.attendeeIds.length === 0)
  const unsigned = facts.seats.filter((seat) => seat.attendeeIds.length > 0 && !isSigned(seat))
  const names = (seats: Facts['seats']) => seats.map((seat) => seat.departmentName)
  const found = {
    fixUrl: roomUrl(facts, 'kickoff'),
    detail: { absent: names(absent), unsigned: names(unsigned), items: [] as Item[] },
    found: foundOf([
      ...absent.map((seat) => `absent ${seat.departmentId}`),
      ...unsigned.map((seat) => `unsigned ${seat.departmentId}`),
    ]),
  }
  if (absent.length === facts.seats.length) return { ...found, state: 'block', word: 'not_held' }
  if (absent.length > 0)
    return { ...found, state: 'block', word: 'absent', params: { departments: listed(locale, names(absent)) } }
  if (unsigned.length > 0)
    return { ...found, state: 'block', word: 'unsigned', params: { departments: listed(locale, names(unsigned)) } }
  return { ...found, state: 'pass', word: 'pass' }
}

const mostListed = 20

/** A lead keeps a seller busy this long, so that is the share of a campaign's leads open at once. */
const openDays = 14

/** Both must have been signed, and sales must have room: a promise without people is as empty as people without a promise. */
const capacity: Judge = ({ campaign, sellers, unsigned }, locale): Finding => {
  const free = sellers.reduce((sum, one) => sum + Math.max(0, one.capacity - one.open), 0)
  const days = dayNumberOf(campaign.endsOn) - dayNumberOf(campaign.startsOn) + 1
  const needed = Math.ceil((campaign.targetLeads ?? 0) * Math.min(1, openDays / days))
  const items = unsigned.map(
    (direction): Item => ({
      text: translate(locale, `campaigns.checks.agreement_and_capacity.item_${direction}`),
      fixUrl: '/agreements',
    }),
  )
  const found = { fixUrl: '/members', detail: { free, needed, sellers, unsigned, items } }
  if (sellers.length === 0) return { ...found, state: 'block', word: 'nobody', found: { nobody: 1 } }
  if (needed > free)
    return {
      ...found,
      state: 'block',
      word: 'short',
      params: { needed, free, missing: needed - free },
      found: { short: needed - free },
    }
  if (free === 0) return { ...found, state: 'warn', word: 'full' }
  if (unsigned.length > 0)
    return {
      ...found,
      fixUrl: '/agreements',
      state: 'warn',
      word: 'unsigned',
      params: { free, count: unsigned.length },
    }
  return { ...found, state: 'pass', word: campaign.targetLeads === null ? 'free' : 'pass', params: { needed, free } }
}

const information: Judge = ({ information: stale }, locale): Finding => ({
  state: stale.length > 0 ? 'block' : 'pass',
  word: stale.length > 0 ? 'block' : 'pass',
  params: {
    count: stale.length,
    items: listed(
      locale,
      stale.map(({ name }) => name),
    ),
  },
  fixUrl: stale[0] ? `/information/${stale[0].id}` : '/information',
  detail: {
    stale,
    items: stale.slice(0, mostListed).map(({ id, name }) => ({ text: name, fixUrl: `/information/${id}` })),
  },
  found: foundOf(stale.map(({ id }) => id)),
})

const budget: Judge = (facts): Finding => {
  const { budgetCents, targetLeads, targetSalesCents } = facts.campaign
  const hasTarget = targetLeads !== null || targetSalesCents !== null
  const word = budgetCents === null ? (hasTarget ? 'no_budget' : 'neither') : hasTarget ? 'pass' : 'no_target'
  return {
    state: word === 'pass' ? 'pass' : 'warn',
    word,
    fixUrl: roomUrl(facts, 'money'),
    detail: { budgetCents, targetLeads, targetSalesCents, items: [] },
  }
}

export const judges: Record<CheckName, Judge> = {
  brief_complete: brief,
  kickoff_held: kickoff,
  stock_covers_demand: judgeStock,
  no_drift: judgeDrift,
  price_in_order: judgePrices,
  claims_approved: judgeClaims,
  pages_and_forms_work: judgePages,
  consent_text_present: judgeConsents,
  links_tracked: judgeLinks,
  agreement_and_capacity: capacity,
  information_fresh: information,
  budget_and_target_set: budget,
}
