import { domainToASCII } from 'node:url'
import { foldText } from '#kernel/text.ts'

/** Legal forms say nothing about who a company is: "Lumbre" and "Lumbre, S.L." are one. */
const LEGAL_FORM =
  /(?: (?:s ?l ?u?|s ?a ?u?|s ?l ?l|s ?l ?p|s ?c|s ?coop|c ?b|sociedad (?:limitada|anonima)|inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|gmbh|ag|kg|ug|s ?a ?s|s ?a ?r ?l|b ?v|n ?v|s ?r ?l|s ?p ?a|oy|ab|aps|lda|ltda|s ?de ?r ?l(?: ?de ?c ?v)?|s ?a ?de ?c ?v|pty))+$/

/** The form of a name by which companies are told apart: folded, without punctuation and legal form. Null when nothing is left. */
export function companyNameKey(name: string): string | null {
  const words = foldText(name)
    .replace(/[^\p{L}\p{N}&+]+/gu, ' ')
    .trim()
  const key = words.replace(LEGAL_FORM, '') || words
  return key.slice(0, 300) || null
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** `https://www.Lumbre.es/tienda` → `lumbre.es`; null when it cannot be a domain. */
export function normaliseDomain(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  const domain = domainToASCII(host)
  return domain.length <= 253 && DOMAIN.test(domain) ? domain : null
}
