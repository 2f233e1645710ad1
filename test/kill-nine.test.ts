import { afterAll, beforeAll, expect, test } from 'vitest'
import { createForm, withDatabase } from '../bench/capture.ts'
import { startServer, type TestServer } from './e2e/server.ts'

/** `TANDEM_KILL_NINE_SECONDS=30` makes it the long run that a release is held to. */
const seconds = Number(process.env.TANDEM_KILL_NINE_SECONDS ?? '3')
const senders = 16

let server: TestServer
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.stop())

type Acknowledged = { submissionId: string; contactId: string }

test(
  'killed in the middle, the server loses nothing it acknowledged and repeats duplicate nothing',
  async () => {
    const formId = await createForm(server.url, true)
    const acknowledged = new Map<string, Acknowledged>()
    const unanswered: string[] = []
    const send = async (key: string): Promise<Acknowledged | null> => {
      const response = await fetch(`${server.url}/f/${formId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({
          fields: { email: `${key}@example.com`, nombre: `Persona ${key}` },
          consents: { marketing_email: true },
        }),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null)
      if (response === null) return null
      if (response.status !== 201) throw new Error(`answered ${response.status}: ${await response.text()}`)
      return (await response.json().catch(() => null)) as Acknowledged | null
    }

    const killAt = Date.now() + seconds * 500
    let next = 0
    let isKilled = false
    const sender = async () => {
      while (!isKilled) {
        const key = `envio-${next++}`
        const answer = await send(key)
        if (answer) acknowledged.set(key, answer)
        else unanswered.push(key)
        if (!isKilled && Date.now() >= killAt) {
          isKilled = true
          await server.kill()
        }
      }
    }
    await Promise.all(Array.from({ length: senders }, sender))
    expect(acknowledged.size).toBeGreaterThan(senders)
    await server.restart()

    // Whoever got no answer sends again with the same key, and so does one who did get one: both read what is in the database.
    for (const key of unanswered) acknowledged.set(key, (await send(key))!)
    const afterwards = Date.now() + seconds * 500
    for (let index = 0; index < 50 || Date.now() < afterwards; index++) {
      const [key, before] = [...acknowledged][index % acknowledged.size]!
      expect(await send(key)).toEqual(before)
    }

    await withDatabase(server.dataDir, async (client) => {
      const { rows } = await client.query<{ id: string; subjectId: string; email: string }>(
        `select s.id, s.subject_id as "subjectId", s.fields->>'email' as email from form_submission s`,
      )
      expect(rows).toHaveLength(acknowledged.size)
      const stored = new Map(rows.map((row) => [row.email, { submissionId: row.id, contactId: row.subjectId }]))
      for (const [key, answer] of acknowledged) expect(stored.get(`${key}@example.com`)).toEqual(answer)
      const { rows: whole } = await client.query(`select
        (select count(*) from contact where deleted_at is null and scored_at is not null)::int as contacts,
        (select count(*) from consent)::int as consents, (select count(*) from handover)::int as handovers,
        (select count(*) from event where name = 'form.submitted')::int as events`)
      const count = acknowledged.size
      expect(whole).toEqual([{ contacts: count, consents: count, handovers: count, events: count }])
    })
  },
  seconds * 1000 + 60_000,
)
