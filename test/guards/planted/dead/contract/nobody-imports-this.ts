export const unread = 1
