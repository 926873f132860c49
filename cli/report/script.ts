/** Shows one environment at a time. Without it the page is the same, with the environments below each other. */
export const SCRIPT = `
const environments = [...document.querySelectorAll('main > section')];
const links = [...document.querySelectorAll('.environments a')];
function show() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const shown = target?.closest('main > section') ?? environments[0];
  for (const environment of environments) environment.hidden = environment !== shown;
  for (const link of links) {
    if (link.hash === '#' + shown.id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  if (target !== null && target !== shown) target.scrollIntoView();
}
addEventListener('hashchange', show);
show();
`;
