import './section-card.css'
import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

type Props = { title: string; text?: ReactNode; action?: ReactNode; children: ReactNode }

/** One subject of a settings screen: what it is at the left, its fields at the right; one below the other on a phone. */
export function SectionCard({ title, text, action, children }: Props) {
  const id = useId()
  return (
    <section className="td-section" aria-labelledby={id}>
      <div>
        <Title order={2} id={id}>
          {title}
        </Title>
        {text && <p className="td-muted">{text}</p>}
        {action}
      </div>
      <div className="td-card">{children}</div>
    </section>
  )
}
