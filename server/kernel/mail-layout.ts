import { brand } from '#contract/brand.ts'
import { escapeHtml } from './html.ts'

export type MailContent = {
  subject: string
  heading: string
  /** Plain text; each becomes a paragraph. */
  paragraphs: readonly string[]
  button?: { label: string; url: string }
  /** Small print below the line: why this message came. */
  footer: string
}

/** One calm layout for every message of the application, in HTML that mail programs render and in plain text. */
export function renderMail({ subject, heading, paragraphs, button, footer }: MailContent): {
  html: string
  text: string
} {
  const { page, surface, line, text: ink, muted: mutedInk } = brand.light
  const accent = brand.scales.petrol[7]
  const body = paragraphs.map((text) => `<p style="margin:0 0 16px;line-height:1.55">${escapeHtml(text)}</p>`).join('')
  const action = button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${accent};color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(button.label)}</a></p>`
    : ''
  const html = `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;background:${page};color:${ink};font-family:${escapeHtml(brand.fontStack)};font-size:16px">
<div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="margin:0 0 24px;font-weight:700;color:${accent}">${escapeHtml(brand.name)}</p>
<div style="background:${surface};border:1px solid ${line};border-radius:12px;padding:32px 28px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(heading)}</h1>${body}${action}</div>
<p style="margin:20px 0 0;font-size:13px;color:${mutedInk};line-height:1.5">${escapeHtml(footer)}</p></div></body></html>`
  const plain = [heading, ...paragraphs, ...(button ? [`${button.label}: ${button.url}`] : []), '—', footer].join(
    '\n\n',
  )
  return { html, text: plain }
}
