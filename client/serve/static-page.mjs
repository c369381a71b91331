/**
 * Builds a page without scripts, for when the renderer cannot be used.
 * @param {string} title also the heading
 * @param {string} content HTML after the heading
 */
export const staticPage = (title, content) => `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Common Goods</title>
<style>:root{color-scheme:light dark}body{max-width:36rem;margin:20vh auto;padding:1.5rem;text-align:center;font-family:system-ui,sans-serif}</style>
<main>
<h1>${title}</h1>
${content}
</main>
</html>
`;
