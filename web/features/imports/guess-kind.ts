export const kinds = ['contacts', 'companies', 'deals', 'products', 'orders'] as const
export type Kind = (typeof kinds)[number]

const headBytes = 65_536
const signs: [Kind, RegExp][] = [
  ['products', /\bsku\b|\bpvp\b|\bean\b|gtin|familia|family|tarifa|art[ií]culo|existencias|stock|list.?price/i],
  ['orders', /order|pedido|line.?item|quantity|cantidad|unit.?price|precio.?unit|qty|uds\b/i],
  ['deals', /opportunit|oportunidad|deal|negocio|close.?(date|value)|won.?date|pipeline|fecha.?cierre|etapa.?venta/i],
  ['contacts', /e-?mail|correo|first.?name|last.?name|apellido|mql|lead|contact|tel[eé]fono|phone|movil|móvil/i],
  ['companies', /account|empresa|company|sector|industry|employees|empleados|subsidiary|cif\b|raz[oó]n.?social/i],
]

/** What a file seems to hold, by the words of its first line; a workbook cannot be read here and counts as contacts. */
export async function guessKind(file: File): Promise<Kind> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  if (head[0] === 0x50 && head[1] === 0x4b) return kindOf(file.name)
  const isWide = head[0] === 0xff || head[0] === 0xfe || head[1] === 0
  const text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(head)
  return kindOf(text.split(/\r?\n|\r/).find((line) => /[,;\t|]/.test(line)) ?? text.slice(0, 1000))
}

function kindOf(words: string): Kind {
  const counts = signs.map(([kind, sign]) => ({ kind, count: words.match(new RegExp(sign, 'gi'))?.length ?? 0 }))
  const [best] = counts.sort((a, b) => b.count - a.count)
  return best && best.count > 0 ? best.kind : 'contacts'
}
