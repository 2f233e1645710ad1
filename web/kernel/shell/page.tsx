import { Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from '../navigation.tsx'

type Props = {
  title: string
  subtitle?: ReactNode
  actions?: ReactNode
  /** `wide` fills the screen; the default keeps lines readable. */
  width?: 'normal' | 'wide'
  children: ReactNode
}

/** A screen that is neither list nor record: heading, actions, content. */
export function Page({ title, subtitle, actions, width = 'normal', children }: Props) {
  usePageTitle(title)
  return (
    <div className="td-page" data-width={width}>
      <Group justify="space-between" align="flex-start" gap="sm" mb="md">
        <div>
          <Title order={1}>{title}</Title>
          {subtitle && <Text c="dimmed">{subtitle}</Text>}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className="td-page" aria-busy="true">
      <Skeleton h={28} w={220} mb="lg" />
      <Stack gap="sm">
        {[92, 100, 84, 96, 70].map((width) => (
          <Skeleton key={width} h={20} w={`${width}%`} />
        ))}
      </Stack>
    </div>
  )
}
