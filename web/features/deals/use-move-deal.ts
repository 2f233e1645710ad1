import { useQueryClient } from '@tanstack/react-query'
import type { Board, Deal } from '#contract/deals.ts'
import { api, type InputOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import type { BoardMove } from '../../kernel/list/board.tsx'
import { queryKeyOf, useAct } from '../../kernel/query.ts'
import { moveCard, placeOf } from './board-move.ts'

type Input = InputOf<'GET /deals/board'>

/** Moves cards of the board that `input` asked for: at once, with a way back. */
export function useMoveDeal(input: Input) {
  const t = useT()
  const client = useQueryClient()
  const boardNow = () => client.getQueryData<Board>(queryKeyOf('GET /deals/board', input))
  const optimistic: NonNullable<Parameters<typeof useAct<'POST /deals/:id/stage'>>[1]>['optimistic'] = (
    { params, body },
    patch,
  ) => patch('GET /deals/board', input, (board) => moveCard(board, params.id, body))
  // The same column: nothing worth saying happened.
  const reorder = useAct('POST /deals/:id/stage', { optimistic, invalidates: ['/deals'] })
  const change = useAct('POST /deals/:id/stage', {
    optimistic,
    invalidates: ['/deals', '/contacts/:id', '/pipelines'],
    done: (deal) => t('deals.board.moved', { deal: deal.name, stage: deal.stageName }),
    undo: (deal) =>
      api('POST /deals/:id/stage', {
        params: { id: deal.id },
        body: cameFrom.get(deal.id) ?? { stageId: deal.stageId },
      }),
  })
  return {
    to: ({ id, from, to, index }: BoardMove) => {
      const board = boardNow()
      if (!board) return
      cameFrom.set(id, { stageId: from, ...neighboursOf(columnOf(board, from), id) })
      const body = { stageId: to, ...placeOf(columnOf(board, to), id, index) }
      ;(from === to ? reorder : change).mutate({ params: { id }, body })
    },
  }
}

/** Where each card last came from, for undo. */
const cameFrom = new Map<string, { stageId: string; afterId?: string; beforeId?: string }>()

const columnOf = (board: Board, stageId: string): readonly Deal[] =>
  board.stages.find((stage) => stage.stageId === stageId)?.items ?? []

function neighboursOf(cards: readonly Deal[], id: string) {
  const index = cards.findIndex((card) => card.id === id)
  return placeOf(cards, id, Math.max(0, index))
}
