const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, sign => signs[sign] ?? sign)

/** The same, and what stands between backticks is code. */
export const inlineHtml = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')

/** An address for `href`. Only what is on the web is linked to. */
export const hrefOf = (url: string): string => (/^https?:\/\//i.test(url) ? escapeHtml(url) : '#')
