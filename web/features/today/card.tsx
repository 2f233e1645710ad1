import type { ReactNode } from 'react'
import { Link } from '../../kernel/navigation.tsx'

type Props = { title: string; note?: ReactNode; more?: { to: string; label: string }; children: ReactNode }

/** A titled block of the first screen with the way to everything behind it. */
export const Card = ({ title, note, more, children }: Props) => (
  <section className="td-card">
    <header>
      <h2>{title}</h2>
      {note && <span className="td-card-note">{note}</span>}
      {more && (
        <Link to={more.to} className="td-card-more">
          {more.label}
        </Link>
      )}
    </header>
    {children}
  </section>
)
