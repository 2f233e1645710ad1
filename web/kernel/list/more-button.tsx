import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'

type Props = {
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  /** Words of its own. */
  children?: ReactNode
}

/** Asks for the next page of what `useApiPages` reads, as long as there is one. */
export function MoreButton({ pages, children }: Props) {
  const t = useT()
  if (!pages.hasNextPage) return null
  return (
    <Button
      variant="subtle"
      color="gray"
      fullWidth
      loading={pages.isFetchingNextPage}
      onClick={() => void pages.fetchNextPage()}
    >
      {children ?? t('kit.more')}
    </Button>
  )
}
