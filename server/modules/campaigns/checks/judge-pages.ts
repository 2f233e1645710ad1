import { type Locale, translate } from '#kernel/i18n.ts'
import type { Facts } from './facts.ts'
import { type Finding, foundOf, type Item, listed, roomUrl } from './finding.ts'

/** Forms are open and every link leads somewhere; an offer without a page in the shop still shows a page of ours. */
export function judgePages(facts: Facts, locale: Locale): Finding {
  const closed = facts.forms.filter((form) => form.state !== 'published')
  const gone = facts.offers.filter((offer) => offer.isGone)
  const broken = facts.links.filter((link) => link.formId !== null && link.formState === null && !link.url)
  const pageless = facts.offers.filter((offer) => !offer.isGone && !offer.productUrl)
  const word = (key: string, params: Record<string, string>) =>
    translate(locale, `campaigns.checks.pages_and_forms_work.${key}`, params)
  const blocking: Item[] = [
    ...closed.map((form) => ({ text: word('item_form', { name: form.name }), fixUrl: `/forms/${form.id}` })),
    ...gone.map((offer) => ({
      text: word('item_gone', { name: offer.productName }),
      fixUrl: roomUrl(facts, 'offers'),
    })),
    ...broken.map((link) => ({ text: word('item_link', { name: link.name }), fixUrl: roomUrl(facts, 'links') })),
  ]
  const warning: Item[] = pageless.map((offer) => ({
    text: word('item_no_url', { name: offer.productName }),
    fixUrl: `/products/${offer.productId}`,
  }))
  return {
    state: blocking.length > 0 ? 'block' : warning.length > 0 ? 'warn' : 'pass',
    word: blocking.length > 0 ? 'block' : warning.length > 0 ? 'warn' : 'pass',
    params: {
      count: blocking.length > 0 ? blocking.length : warning.length,
      forms: facts.forms.length,
      links: facts.links.length,
    },
    fixUrl: (blocking[0] ?? warning[0])?.fixUrl ?? roomUrl(facts, 'links'),
    detail: { items: [...blocking, ...warning] },
    found: foundOf([
      ...closed.map((form) => `form ${form.id}`),
      ...gone.map((offer) => `offer ${offer.id}`),
      ...broken.map((link) => `link ${link.name} ${link.formId}`),
    ]),
  }
}

/** A form that takes people's data says for what, and keeps the exact words. */
export function judgeConsents(facts: Facts, locale: Locale): Finding {
  const silent = facts.forms.filter((form) => form.consents.length === 0)
  const state = silent.length > 0 ? 'block' : 'pass'
  return {
    state,
    word: state === 'block' ? 'block' : facts.forms.length === 0 ? 'no_forms' : 'pass',
    params: {
      forms: facts.forms.length,
      names: listed(
        locale,
        silent.map((form) => form.name),
      ),
    },
    fixUrl: silent[0] ? `/forms/${silent[0].id}` : roomUrl(facts, 'assets'),
    detail: {
      forms: facts.forms.map(({ id, name, consents }) => ({ id, name, consents: consents.length })),
      items: silent.map((form) => ({ text: form.name, fixUrl: `/forms/${form.id}` })),
    },
    found: foundOf(silent.map((form) => form.id)),
  }
}

/** Every offer has an address that counts and says where a click came from. */
export function judgeLinks(facts: Facts, locale: Locale): Finding {
  const linked = new Set(facts.links.map((link) => link.offerId))
  const bare = facts.offers.filter((offer) => !linked.has(offer.id))
  const none = facts.links.length === 0
  return {
    state: bare.length > 0 ? 'block' : none ? 'warn' : 'pass',
    word: bare.length > 0 ? 'block' : none ? 'none' : 'pass',
    params: {
      links: facts.links.length,
      products: listed(
        locale,
        bare.map((offer) => offer.productName),
      ),
    },
    fixUrl: roomUrl(facts, 'links'),
    detail: { items: bare.map((offer) => ({ text: offer.productName, fixUrl: roomUrl(facts, 'links') })) },
    found: foundOf(bare.map((offer) => offer.id)),
  }
}
