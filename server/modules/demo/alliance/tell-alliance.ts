import { recordTogether } from '#kernel/events.ts'
import { measureScope } from '#modules/alignment/public.ts'
import type { Scene } from '../catalogue.ts'
import { fillChecklist } from './checklist.ts'
import { announceChange, train } from './learning.ts'
import { setGoals, signAgreements, signGlossary } from './promises.ts'
import { proposeIdeas, raiseConflict, takePulse } from './voices.ts'
import { answerNext } from './weekly.ts'

const dayMs = 86_400_000
const trendDays = 30

/**
 * What both departments have promised each other, what they need, learn and quarrel about, as of `now`. The weeklies that were
 * held are told day by day (`weeklyMeetings`).
 */
export async function tellAlliance(scene: Scene, now: Date): Promise<void> {
  const { tx, workspaceId: id, timeZone } = scene
  await recordTogether(tx, async () => {
    await signGlossary(scene, now)
    await signAgreements(scene, now)
    await setGoals(scene, now)
    await train(scene, now)
    await proposeIdeas(scene, now)
    await takePulse(scene, now)
    await fillChecklist(scene, now)
    await raiseConflict(scene, now)
    await announceChange(scene, now)
    await answerNext(scene, now)
  })
  for (const at of [new Date(now.getTime() - trendDays * dayMs), now])
    await measureScope(tx, { id, timeZone }, null, at)
}
