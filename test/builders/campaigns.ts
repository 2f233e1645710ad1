import type { Answer, Harness, Send, TestWorkspace } from '../harness.ts'

export type TestCampaign = { id: string; startsOn: string; endsOn: string }

/** The product of the story: 420 on hand, 60 reserved, 14 a day (σ 12), seven days until it can be had again. */
export async function addProduct(
  workspace: Pick<TestWorkspace, 'send'>,
  {
    sku = 'BUDS-PRO',
    url = 'https://tienda.example/buds-pro?color=negro' as string | null,
    stock = {} as object | null,
  } = {},
): Promise<string> {
  const { id } = await ok(workspace.send('POST /products', { body: { sku, name: sku, url } }))
  const level = { onHand: 420, reserved: 60, dailyDemand: 14, demandStdDev: 12, leadTimeDays: 7 }
  if (stock) await ok(workspace.send(`PUT /products/${id}/stock`, { body: { ...level, ...stock } }))
  return id
}

/** Fourteen days from the harness's Monday, both departments at the table, the owner answers for both. */
export async function planCampaign(workspace: TestWorkspace, given: object = {}): Promise<TestCampaign> {
  const { marketing, sales } = workspace.departmentIds
  return ok(
    workspace.send('POST /campaigns', {
      body: {
        name: 'BUDS −30 %',
        startsOn: '2026-11-23',
        endsOn: '2026-12-06',
        departmentIds: [marketing, sales],
        ownerIds: [workspace.ownerId],
        ...given,
      },
    }),
  )
}

export const fullBrief = {
  objective: 'Vender 588 unidades en dos semanas',
  customerNeed: 'Auriculares para tele y móvil a la vez',
  customerExpectation: 'Llegan en 48 horas',
  contribution: 'Bajamos el precio y respondemos la pregunta que más nos hacen',
}

/** Brief, and a kick-off that both departments signed. */
export async function makeReady(workspace: TestWorkspace, campaignId: string): Promise<void> {
  const { marketing, sales } = workspace.departmentIds
  await ok(workspace.send(`PUT /campaigns/${campaignId}/brief`, { body: fullBrief }))
  const attendance = [marketing, sales].map((departmentId) => ({
    departmentId,
    memberId: workspace.ownerId,
    signedOff: true,
  }))
  await ok(workspace.send(`POST /campaigns/${campaignId}/kickoff`, { body: { attendance } }))
}

export const checksOf = async (send: Send, campaignId: string): Promise<Record<string, any>> =>
  Object.fromEntries(
    (await ok(send(`GET /campaigns/${campaignId}/checks`))).items.map((one: { check: string }) => [one.check, one]),
  )

/** Where a click leads now: path of the waitlist, address of the shop, or the status of a notice. */
export async function follow(house: Harness, code: string): Promise<string> {
  const answer = await house.visit(`GET /o/${code}`)
  return String(answer.headers.location ?? answer.status)
}

/** The body of an answer that must have succeeded. */
export async function ok(asked: Promise<Answer>): Promise<Answer['body']> {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}
