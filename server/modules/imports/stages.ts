import type { Stage as LifecycleStage } from '#modules/contacts/public.ts'
import { STAGES } from '#modules/contacts/public.ts'
import { normalizeName } from './reading/fields.ts'

export type PipelineStage = { id: string; key: string; name: string; pipelineId: string }
/** Words of the file → what the person chose for them. */
export type StageValues = Readonly<Record<string, string>>

const words = (text: string) => text.split('|')
const lifecycleWords: Record<LifecycleStage, string[]> = {
  subscriber: words('subscriber|suscriptor|suscriptora|suscrito|newsletter'),
  lead: words('lead|prospect|prospecto|new|nuevo|interesado'),
  mql: words('mql|marketing qualified lead|marketing qualified|lead cualificado marketing'),
  sal: words(
    'sal|sql|sales accepted lead|sales qualified lead|sales qualified|lead cualificado ventas|aceptado ventas',
  ),
  opportunity: words('opportunity|oportunidad|deal'),
  customer: words('customer|client|cliente|clienta|won|ganado'),
  recycled: words('recycled|reciclado|nurture|nurturing|en pausa'),
  disqualified: words('disqualified|descartado|no valido|unqualified|junk|lost|perdido'),
}

/** A lifecycle stage by its key or its usual names in Spanish and English; null for a word nobody knows. */
export function lifecycleStageOf(word: string, chosen: StageValues): LifecycleStage | null {
  const wanted = chosen[word] ?? chosen[word.trim()]
  const name = normalizeName(wanted ?? word)
  return STAGES.find((stage) => stage === name || lifecycleWords[stage].includes(name)) ?? null
}

const wonWords = new Set(
  words('won|closed won|ganado|ganada|ganados|cerrado ganado|cerrada ganada|vendido|closedwon|win|signed|firmado'),
)
const lostWords = new Set(
  words(
    'lost|closed lost|perdido|perdida|cerrado perdido|cerrada perdida|closedlost|descartado|abandoned|cancelled|cancelado',
  ),
)
/** Usual names of the stages that a new workspace has, for files of other programs. */
const stageWords: Record<string, string[]> = {
  new: words(
    'prospecting|prospect|prospeccion|prospecto|nuevo|nueva|lead|open|abierto|abierta|appointment scheduled|inicial|contacto inicial|discovery',
  ),
  qualified: words(
    'engaging|engaged|qualification|qualifying|qualified|cualificacion|cualificado|cualificada|calificado|qualified to buy|needs analysis|contactado|meeting|reunion|demo',
  ),
  proposal: words(
    'proposal|propuesta|proposal sent|quote|presupuesto|presupuestado|presentation scheduled|value proposition|oferta|offer|proposal price quote',
  ),
  negotiation: words(
    'negotiating|negotiation|negociacion|en negociacion|negotiation review|contract sent|contrato enviado|decision maker bought in|cierre|commit',
  ),
}

export type DealPlace = { state: 'won' | 'lost' } | { state: 'open'; stage: PipelineStage }

/** Where a word of the file puts a deal: what the person chose, else the stage of that name, else by its usual meaning. */
export function dealPlaceOf(word: string, chosen: StageValues, stages: readonly PipelineStage[]): DealPlace | null {
  const wanted = chosen[word] ?? chosen[word.trim()]
  if (wanted === 'won' || wanted === 'lost') return { state: wanted }
  const name = normalizeName(wanted ?? word)
  const stage = stages.find(
    ({ key, name: label }) => key === wanted || normalizeName(key) === name || normalizeName(label) === name,
  )
  if (stage) return { state: 'open', stage }
  if (wanted !== undefined) return null
  if (wonWords.has(name)) return { state: 'won' }
  if (lostWords.has(name)) return { state: 'lost' }
  const usual = stages.find(({ key }) => stageWords[key]?.includes(name))
  return usual ? { state: 'open', stage: usual } : null
}

const lostReasonWords: Record<string, string[]> = {
  price: words('price|precio|too expensive|caro|muy caro|coste|cost'),
  competitor: words('competitor|competencia|competidor|competition'),
  no_budget: words('no budget|budget|presupuesto|sin presupuesto|falta presupuesto'),
  no_decision: words('no decision|sin decision|no response|sin respuesta|no contesta'),
  timing: words('timing|no es el momento|momento|bad timing|plazo'),
  no_fit: words('no fit|no encaja|not a fit|bad fit|no interesa|not interested'),
  no_stock: words('no stock|sin stock|sin existencias|out stock'),
}
export type LostReason =
  | 'price'
  | 'competitor'
  | 'no_budget'
  | 'no_decision'
  | 'timing'
  | 'no_fit'
  | 'no_stock'
  | 'other'

/** The reason that reports count by; `other` keeps its words in the note. */
export function lostReasonOf(text: string): LostReason {
  const name = normalizeName(text)
  const found = Object.keys(lostReasonWords).find(
    (reason) => reason === text || lostReasonWords[reason]!.includes(name),
  )
  return isLostReason(found) ? found : 'other'
}
const isLostReason = (text: string | undefined): text is LostReason => text !== undefined && text in lostReasonWords
