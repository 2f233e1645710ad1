import { foldSame } from './numbers.ts'
import type { Quantity } from './quantities.ts'

type Words = Pick<Quantity, 'lead' | 'tail'>
type Labelled = { key: string; label: string }

const link = String.raw`(?:\W+(?:de|del|desde|for|from|hasta|of|por|solo|son|to|un|unos|up))*\W*$`
const formerly =
  /\b(?:antes|anterior|before|was|rrp|pvp|en lugar de|en vez de|instead of)(?:\W+(?:de|a|costaba|valia))*\W*$/
const beginsRange = /\b(?:de|from)\W*$/
const endsRange = /^\W*(?:a|ahora|now|por|to)\b.*\d/
const notThePrice = new RegExp(
  String.raw`\b(?:ahorr\w+|bono|coupon|cuotas?|cupon|delivery|deposit\w*|descuento|discount|dto|envio|gastos|gift card|instal?lments?|letras?|mensualidades|menos|payments?|plazos?|portes|rebaja|sav(?:e|ing|ings)|shipping|vale|voucher)${link}`,
)
const notThePriceAfter =
  /^\W*(?:(?:de|en|in|of)\W+)?(?:ahorro|bonus|cashback|coupon|cupon|descuento|discount|dto|envio|gastos|gift|less|menos|off|portes|rebaja|regalo|savings?|shipping|voucher)\b/
const byTheMonth =
  /^\W*(?:(?:a|a la|al|cada|each|per|por)\W+(?:ano|cuota|day|dia|hora|hour|mes|month|persona|person|semana|week|year)\b|anual|mensual|monthly|yearly)/

/** "antes 129 €" is what it cost before; a plain "de 129 € a 99 €" says the same. Null: no price, but what is saved, a rate or a fee. */
export function priceKeyOf({ lead, tail }: Words): 'price' | 'before_price' | null {
  if (notThePrice.test(lead) || notThePriceAfter.test(tail) || byTheMonth.test(tail)) return null
  return formerly.test(lead) || (beginsRange.test(lead) && endsRange.test(tail)) ? 'before_price' : 'price'
}

const service =
  /\b(?:arriv\w+|atencion|deliver\w*|devol\w+|devuel\w+|entreg\w+|envi[ao]\w*|garanti\w+|guarantee\w*|llega\w*\W+en|money.?back|plazos?|(?<!\ba )prueba(?! de (?:agua|golpes|polvo))|pruebal[ao]|recibe\w*|recog\w+|reembols\w+|refund\w*|reparto|returns?|shipp?\w*|soporte|support|trial|warranty)\b/

/** "Envío en 48 h", "30 días para devolverlo": what the shop does, and not what the product is, unless that is the attribute's name. */
export const isService = (words: Words): boolean => service.test(words.lead) || service.test(words.tail)

/** A word of its label or key stands in the words, whatever its ending. */
export const isNamed = ({ key, label }: Labelled, words: string): boolean =>
  foldSame(`${label} ${key}`)
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length >= 4)
    .some((word) =>
      ` ${words.replace(/[^\p{L}\d]+/gu, ' ')}`.includes(` ${word.slice(0, Math.max(4, word.length - 2))}`),
    )
