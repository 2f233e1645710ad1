import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
beforeAll(async () => void (house = await startHarness()))
afterAll(() => house.close())

type Column = { stageId: string; items: { id: string }[] }
const columnsOf = async (space: TestWorkspace): Promise<string[][]> =>
  ((await space.send('GET /deals/board?limit=200')).body.stages as Column[]).map((stage) =>
    stage.items.map((deal) => deal.id),
  )
const stagesOf = async (space: TestWorkspace): Promise<string[]> =>
  ((await space.send('GET /deals/board')).body.stages as Column[]).map((stage) => stage.stageId)
const fill = async (space: TestWorkspace, count: number) => {
  for (let index = 0; index < count; index++) await space.send('POST /deals', { body: { name: `Trato ${index}` } })
}

test('whatever moves people make, the board is the list they see', async () => {
  const space = await house.workspace()
  const stages = await stagesOf(space)
  await fill(space, 8)
  const move = fc.record({
    deal: fc.nat(7),
    stage: fc.nat(stages.length - 1),
    place: fc.nat(8),
    by: fc.constantFrom('after', 'before', 'both'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
      const model = await columnsOf(space)
      const deals = model.flat().sort()
      for (const { deal, stage, place, by } of moves) {
        const id = deals[deal]!
        for (const column of model) if (column.includes(id)) column.splice(column.indexOf(id), 1)
        const column = model[stage]!
        const index = by === 'before' ? Math.min(place, Math.max(0, column.length - 1)) : Math.min(place, column.length)
        const neighbours = {
          ...(by !== 'before' && index > 0 && { afterId: column[index - 1] }),
          ...(by !== 'after' && column[index] && { beforeId: column[index] }),
        }
        column.splice(index, 0, id)
        const { status } = await space.send(`POST /deals/${id}/stage`, {
          body: { stageId: stages[stage], ...neighbours },
        })
        expect(status).toBe(200)
      }
      expect(await columnsOf(space)).toEqual(model)
    }),
    { numRuns: 15 },
  )
})

test('a gap halved until no number is left is spaced out again', async () => {
  const space = await house.workspace()
  const [stageId] = await stagesOf(space)
  await fill(space, 4)
  let column = (await columnsOf(space))[0]!
  for (let round = 0; round < 70; round++) {
    const [first, second, third, last] = column as [string, string, string, string]
    await space.send(`POST /deals/${third}/stage`, { body: { stageId, afterId: first } })
    column = [first, third, second, last]
    expect((await columnsOf(space))[0]).toEqual(column)
  }
  const { rows } = await sql<{
    ranks: number
  }>`select count(distinct board_rank) as ranks from deal where workspace_id = ${space.workspaceId}`.execute(
    house.services.db,
  )
  expect(rows[0]!.ranks).toBe(4)
})

test('people who drag at the same time never lose a deal', async () => {
  const space = await house.workspace()
  const stages = await stagesOf(space)
  await fill(space, 12)
  const ids = (await columnsOf(space)).flat()
  await sql`update deal set board_rank = 1 where workspace_id = ${space.workspaceId}`.execute(house.services.db)
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all(
      ids.map((id, index) =>
        space.send(`POST /deals/${id}/stage`, {
          body: {
            stageId: stages[(index + round) % stages.length],
            afterId: ids[(index + 1) % ids.length],
            beforeId: ids[(index + 5) % ids.length],
          },
        }),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual(ids.map(() => 200))
  }
  const columns = await columnsOf(space)
  expect(columns.flat().sort()).toEqual([...ids].sort())
  const { rows } = await sql<{
    ties: number
  }>`select count(*) as ties from (select 1 from deal where workspace_id = ${space.workspaceId}
    group by stage_id, board_rank having count(*) > 1) as tied`.execute(house.services.db)
  expect(rows[0]!.ties).toBe(0)
})
