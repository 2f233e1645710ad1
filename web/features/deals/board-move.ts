import type { Board, Deal } from '#contract/deals.ts'

type Place = { stageId: string; afterId?: string | undefined; beforeId?: string | undefined }

/** The neighbours of a card dropped at a place of a column, as `POST /deals/:id/stage` takes them. */
export function placeOf(cards: readonly Deal[], id: string, index: number): { afterId?: string; beforeId?: string } {
  const others = cards.filter((card) => card.id !== id)
  const above = others[index - 1]
  const below = others[index]
  return { ...(above && { afterId: above.id }), ...(below && { beforeId: below.id }) }
}

/** The board as the server will answer it: the card in its new place, counts and sums moved along. */
export function moveCard(board: Board, id: string, { stageId, afterId, beforeId }: Place): Board {
  const card = board.stages.flatMap((stage) => stage.items).find((deal) => deal.id === id)
  const target = board.stages.find((stage) => stage.stageId === stageId)
  if (!card || !target) return board
  const cards = target.items.filter((deal) => deal.id !== id)
  const after = cards.findIndex((deal) => deal.id === afterId)
  const before = cards.findIndex((deal) => deal.id === beforeId)
  const index = after >= 0 ? after + 1 : Math.max(0, before)
  const moved: Deal = {
    ...card,
    stageId,
    stageKey: target.key,
    stageName: target.name,
    probability: target.probability,
    isRotting: card.isRotting && card.stageId === stageId,
  }
  const cents = card.amount && card.amount.currency === target.total.currency ? card.amount.amountCents : 0
  return {
    ...board,
    stages: board.stages.map((stage) => {
      if (stage.stageId === stageId) {
        const items = [...cards.slice(0, index), moved, ...cards.slice(index)]
        return stage.stageId === card.stageId ? { ...stage, items } : { ...recount(stage, 1, cents), items }
      }
      return stage.stageId === card.stageId
        ? { ...recount(stage, -1, -cents), items: stage.items.filter((deal) => deal.id !== id) }
        : stage
    }),
  }
}

function recount(stage: Board['stages'][number], count: number, cents: number): Board['stages'][number] {
  const amountCents = stage.total.amountCents + cents
  return {
    ...stage,
    count: stage.count + count,
    total: { ...stage.total, amountCents },
    weighted: { ...stage.weighted, amountCents: Math.round((amountCents * stage.probability) / 100) },
  }
}
