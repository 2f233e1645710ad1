import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'

type Props = { count: number; loaded: number; onAll: () => void; onClear: () => void; children: ReactNode }

/** Acts on the chosen rows; always says how many they are. */
export function BulkBar({ count, loaded, onAll, onClear, children }: Props) {
  const t = useT()
  return (
    <section className="td-bulk" aria-label={t('kit.bulk.title')}>
      <strong className="td-num" role="status">
        {t('kit.bulk.selected', { count })}
      </strong>
      {count < loaded && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t('kit.bulk.all', { count: loaded })}
        </Button>
      )}
      <span className="td-bulk-acts">{children}</span>
      <CloseButton aria-label={t('kit.bulk.clear')} onClick={onClear} />
    </section>
  )
}
