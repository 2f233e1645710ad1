import type { FastifyReply } from 'fastify'
import { escapeHtml as e } from '#kernel/html.ts'
import type { Locale } from '#kernel/i18n.ts'
import { hashOf, pageScript, pageScriptHash } from './script.ts'
import { styleOf } from './style.ts'

/** How a public page looks and where it stands. */
export type Facing = {
  locale: Locale
  formId: string
  isEmbedded: boolean
  theme: 'light' | 'dark' | 'auto'
  accent: string | null
  /** Addresses whose origins the page may load pictures from, or be sent on to after the post. */
  logoUrl: string | null
  redirectUrl: string | null
}

/** A whole page around `body`, which must be escaped already. */
export const renderPage = (facing: Facing, { title, body }: { title: string; body: string }): string => `<!doctype html>
<html lang="${facing.locale}" data-theme="${facing.theme}"${facing.isEmbedded ? ` data-embed="${e(facing.formId)}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(title)}</title>
<meta name="description" content="${e(title)}">
<link rel="icon" href="data:,">
<style>${styleOf(facing.accent)}</style>
</head>
<body>
<main><div class="card">${body}</div></main>
<script>${pageScript}</script>
</body>
</html>
`

/** Answers with the page under the narrowest policy it works with. Only the embeddable face may stand in a frame. */
export function sendPage(reply: FastifyReply, facing: Facing, status: number, html: string): void {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(styleOf(facing.accent))}`,
    `script-src ${pageScriptHash}`,
    `img-src data:${originOf(facing.logoUrl)}`,
    "connect-src 'self'",
    `form-action 'self'${originOf(facing.redirectUrl)}`,
    "base-uri 'none'",
    `frame-ancestors ${facing.isEmbedded ? '*' : "'none'"}`,
  ].join('; ')
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('content-language', facing.locale)
    .header('vary', 'accept-language')
    .header('cache-control', 'no-store')
    .send(html)
}

const originOf = (address: string | null) => (address === null ? '' : ` ${new URL(address).origin}`)
