import { randomUUID } from 'node:crypto'
import type { Answer, Harness, TestWorkspace } from '#test/harness.ts'

/** Sends a file as a browser does. `fields` are the other parts; objects go as JSON. */
export async function postFile(
  house: Harness,
  home: TestWorkspace,
  content: string | Buffer,
  fields: Record<string, unknown>,
  {
    name = 'leads.csv',
    headers = {},
    apiKey = home.apiKey,
  }: { name?: string; headers?: Record<string, string>; apiKey?: string } = {},
): Promise<Answer> {
  const boundary = randomUUID()
  const parts: Buffer[] = []
  for (const [field, value] of Object.entries(fields)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${text}\r\n`))
  }
  parts.push(
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
  )
  parts.push(Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`))
  const response = await house.app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    },
    payload: Buffer.concat(parts),
  })
  return { status: response.statusCode, body: response.json(), headers: response.headers, text: response.body }
}

/** Uploads, runs what is queued, and answers the import as it is then. */
export async function imported(
  house: Harness,
  home: TestWorkspace,
  content: string | Buffer,
  fields: Record<string, unknown>,
  name?: string,
) {
  const sent = await postFile(house, home, content, fields, name === undefined ? {} : { name })
  if (sent.status !== 202) throw new Error(`refused: ${sent.text}`)
  await house.drain()
  const { body } = await home.send(`GET /imports/${sent.body.id}`)
  return body
}

/** Rows of a table that the workspace has. */
export async function countOf(house: Harness, home: TestWorkspace, table: string): Promise<number> {
  const { rows } = await house.services.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where workspace_id = $1`,
    [home.workspaceId],
  )
  return rows[0]!.n
}

export async function contactOf(home: TestWorkspace, email: string) {
  const { body } = await home.send(`GET /contacts?email=${encodeURIComponent(email)}`)
  return body.items[0] && (await home.send(`GET /contacts/${body.items[0].id}`)).body
}
