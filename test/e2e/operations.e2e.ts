import { expect, test } from 'vitest'
import { withDatabase } from '../../bench/capture.ts'
import { area } from './area.ts'
import { axe } from './axe.ts'

const { t, send, visit, dataDir } = area('operations', 'en')

test('a message that failed is sent again', async () => {
  const { items: roles } = await send('GET /roles')
  await send('POST /invitations', { email: 'leo@lumbre.example', roleId: roles.at(-1).id })
  const [message] = (await send('GET /mailbox?q=leo@lumbre.example')).items
  const state = async () => (await send(`GET /mailbox/${message.id}`)).state
  await expect.poll(state).toBe('stored')
  // Only time makes these: eight attempts, minutes apart.
  await withDatabase(dataDir, (client) =>
    client.query("update mail_message set state = 'failed', error = '550 mailbox unavailable' where id = $1", [
      message.id,
    ]),
  )
  const page = await visit('/settings/mailbox?state=failed')
  await page.getByText(message.subject).first().waitFor()
  // Not on the open message: its frame runs nothing, and the checker waits for an answer from within.
  await axe(page, 'mailbox')
  await page.getByText(message.subject).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(t('platform.mailbox.failed', { error: '550 mailbox unavailable' })).waitFor()
  await dialog.getByRole('button', { name: t('platform.mailbox.resend') }).click()
  await page.getByText(t('platform.mailbox.resent')).waitFor()
  await expect.poll(state).toBe('stored')
  await dialog.getByRole('button', { name: t('kit.close') }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('?state=failed')
})

test('a job out of attempts is tried again, another discarded', async () => {
  await withDatabase(dataDir, (client) =>
    client.query(
      `with job as (
        select (graphile_worker.add_job('mail.deliver', json_build_object('workspaceId', workspace.id, 'messageId', gen_random_uuid()), run_at => now() + interval '1 day')).id
        from workspace, generate_series(1, 2)
      ) select id from job`,
    ),
  )
  await withDatabase(dataDir, (client) =>
    client.query(
      `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'connect ECONNREFUSED' where run_at > now() + interval '1 hour'`,
    ),
  )
  const waiting = async () => (await send('GET /jobs?state=exhausted')).items.length
  expect(await waiting()).toBe(2)
  const page = await visit('/settings/jobs?state=exhausted')
  const act = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).first()
  await page.getByText('ECONNREFUSED').first().waitFor()
  await axe(page, 'jobs')
  await act(t('platform.jobs.retry')).click()
  await page.getByText(t('platform.jobs.retried')).waitFor()
  await expect.poll(waiting).toBe(1)

  await act(t('platform.jobs.remove')).click()
  const dialog = page.getByRole('dialog', { name: t('platform.jobs.removeTitle') })
  await axe(page, 'discarding a job')
  await dialog.getByRole('button').last().click()
  await page.getByText(t('platform.jobs.removed')).waitFor()
  expect(await waiting()).toBe(0)
})
