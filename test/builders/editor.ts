import { HocuspocusProvider } from '@hocuspocus/provider'
import * as Y from 'yjs'
import type { Send } from '../harness.ts'
import { ok } from './campaigns.ts'

export type TestEditor = {
  doc: Y.Doc
  provider: HocuspocusProvider
  /** Types at the end of the first paragraph, which it begins if there is none. */
  type(words: string): void
  /** The text of all paragraphs. */
  text(): string
  /** Resolves as soon as it holds; looks again whenever something arrives. */
  until(holds: () => boolean): Promise<void>
  /** Resolves when the server has acknowledged everything. */
  saved(): Promise<void>
  /** Why the server refused the connection; null while it has not. */
  refusal(): string | null
  /** What the server said besides the text. */
  notices: { type: string; canWrite?: boolean; code?: string }[]
  close(): void
}

/** Somebody who has the document open, by a real socket, with a ticket got over HTTP. */
export async function openEditor(
  address: string,
  send: Send,
  documentId: string,
  { doc = new Y.Doc(), token }: { doc?: Y.Doc; token?: string } = {},
): Promise<TestEditor> {
  let refusal: string | null = null
  let isClosed = false
  const notices: TestEditor['notices'] = []
  const waiting = new Set<() => void>()
  const look = () => {
    for (const one of waiting) one()
  }
  const provider = new HocuspocusProvider({
    url: `${address.replace(/^http/, 'ws')}/api/v1/collab`,
    name: documentId,
    document: doc,
    token: token ?? (async () => (await ok(send(`POST /documents/${documentId}/tickets`))).ticket),
    onAuthenticationFailed: ({ reason }) => void (refusal = reason),
    onStateless: ({ payload }) => void notices.push(JSON.parse(payload)),
    onClose: () => void (isClosed = true),
  })
  for (const name of [
    'unsyncedChanges',
    'synced',
    'authenticated',
    'authenticationFailed',
    'stateless',
    'close',
    'awarenessChange',
  ])
    provider.on(name, look)
  doc.on('update', look)
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  const editor: TestEditor = {
    doc,
    provider,
    notices,
    until,
    type: (words) => doc.transact(() => typeIn(doc, words)),
    text: () => textOf(doc),
    saved: () => until(() => provider.isSynced && !provider.hasUnsyncedChanges),
    refusal: () => refusal,
    close: () => provider.destroy(),
  }
  await until(() => provider.isSynced || refusal !== null || isClosed)
  return editor
}

const fragmentOf = (doc: Y.Doc) => doc.getXmlFragment('default')

export function typeIn(doc: Y.Doc, words: string) {
  const fragment = fragmentOf(doc)
  let paragraph = fragment.firstChild as Y.XmlElement | null
  if (!paragraph) fragment.insert(0, [(paragraph = new Y.XmlElement('paragraph'))])
  let text = paragraph.firstChild as Y.XmlText | null
  if (!text) paragraph.insert(0, [(text = new Y.XmlText())])
  text.insert(text.length, words)
}

export const textOf = (doc: Y.Doc): string =>
  fragmentOf(doc)
    .toArray()
    .map((block) => (block as Y.XmlElement).toString().replace(/<[^>]+>/g, ''))
    .join('\n')
