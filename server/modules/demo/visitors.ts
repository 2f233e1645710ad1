import type { Locale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import type { Submission } from '#modules/forms/public.ts'
import type { VisitRow } from '#modules/tracking/public.ts'
import { consentText, demoForms, products, requests, sources } from './offer.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

export type DemoForm = { id: string; name: string; key: (typeof demoForms)[number]['key'] }
const site = 'https://www.lumbre.example'
const pages = [
  '/',
  '/sonido',
  '/hogar',
  '/pulso',
  '/blog/10-mejores-auriculares',
  '/blog/termostatos-y-ahorro',
  '/empresas',
  '/precios',
  '/casos/hotel-ruzafa',
]

/** What one person did on one visit: some pages, then a form. */
export type Visit = { visits: VisitRow[]; submission: Submission }

export function makeVisit(
  random: Random,
  workspaceId: string,
  person: Person,
  visitorId: string,
  form: DemoForm,
  at: Date,
  locale: Locale,
): Visit {
  const source = random.weighted(sources)
  const utm = utmOf(source)
  const offer = demoForms.find(({ key }) => key === form.key)!
  const seen = Array.from({ length: random.integer(1, form.key === 'quote' ? 6 : 2) }, () => random.pick(pages))
  const visits = [...seen, offer.path].map(
    (path, index): VisitRow => ({
      at: new Date(at.getTime() - (seen.length - index + 1) * random.integer(30, 240) * 1000).toISOString(),
      key: newId(),
      visitorId,
      type: 'page_view',
      name: null,
      url: site + path,
      path,
      referrerHost: index === 0 && source === 'organic_search' ? 'www.google.com' : null,
      utmSource: utm.source ?? null,
      utmMedium: utm.medium ?? null,
      utmCampaign: utm.campaign ?? null,
      utmTerm: null,
      utmContent: null,
      properties: null,
    }),
  )
  const url = `${site}${offer.path}`
  const product = random.pick(products).name
  const fullName = `${person.firstName} ${person.lastName}`
  const asks = (key: string) => offer.fields.some((field) => field.key === key)
  const fields = {
    email: person.email,
    full_name: fullName,
    ...(asks('company') && person.company && { company: person.company.name }),
    ...(asks('phone') && person.phone && { phone: person.phone }),
    ...(asks('product') && { product }),
    ...(asks('message') && { message: random.pick(requests)[locale] }),
  }
  const hasConsented = random.chance(form.key === 'newsletter' ? 0.97 : 0.7)
  return {
    visits,
    submission: {
      id: newId(),
      key: null,
      requestHash: null,
      workspaceId,
      form: { id: form.id, name: form.name, version: 1, handRaise: offer.handRaise },
      person: {
        email: person.email,
        phone: asks('phone') ? person.phone : null,
        visitorId,
        attributes: {
          fullName,
          firstName: person.firstName,
          lastName: person.lastName,
          country: 'ES',
          region: person.region,
          city: person.city,
          language: random.chance(0.9) ? 'es' : 'en',
          ...(person.company && { companyName: person.company.name, jobTitle: person.jobTitle }),
          ...(asks('product') && { customFields: { product } }),
        },
        source,
        touch: { url, ...(Object.keys(utm).length > 0 && { utm }), formId: form.id, at: at.toISOString() },
      },
      fields,
      consents: hasConsented ? [{ purpose: 'marketing_email', text: consentText[locale] }] : [],
      page: {
        url,
        referrer: source === 'organic_search' ? 'https://www.google.com/' : null,
        utm: Object.keys(utm).length > 0 ? utm : null,
      },
      language: locale,
      ipTruncated: '203.0.113.0',
    },
  }
}

function utmOf(source: string): Record<string, string> {
  if (source === 'paid_search') return { source: 'google', medium: 'cpc', campaign: 'sonido-otono' }
  if (source === 'social') return { source: 'instagram', medium: 'social', campaign: 'reels-pulso' }
  if (source === 'newsletter') return { source: 'newsletter', medium: 'email', campaign: 'novedades' }
  if (source === 'fair') return { source: 'feria-habitat', medium: 'event' }
  return {}
}
