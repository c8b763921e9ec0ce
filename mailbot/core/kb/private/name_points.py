"""Points for and against a word being somebody's name: fitted, all of it, by tests/core/kb/fit_points.py.

Each entry is a sign (spaces written "_") and its points; the one without a name is every word's.
"""

_FITTED = """
    :-0.5 alone_desk_tail:0.6 alone_english_tail:0.1 alone_strange_tail:0.4 alone_strange_within:-1.3 alone_tail:1.2
    alone_within:-1.2 behind_bracket:1.2 behind_cell:0.9 behind_close:0.3 behind_colon:-1.0 behind_comma:0.4
    behind_line:0.2 behind_menu:-1.5 behind_quote:-0.6 behind_space:0.7 behind_stop:-0.6 called:0.3 called_desk:0.3
    called_strange:-0.1 called_thread_0:0.3 called_thread_4:-0.3 ending_desk:1.0 ending_english:-0.1
    ending_long:-0.2 ending_strange:-0.8 gap_bracket:0.3 gap_cell:-0.1 gap_close:-0.1 gap_comma:0.2 gap_line:-0.2
    gap_menu:-1.0 gap_quote:-0.8 gap_space:0.5 gap_stop:0.7 left_2:-0.9 left_[code]:0.6 left_[name]:-0.5 left_a:0.3
    left_account:-0.1 left_app:-0.1 left_as:-0.5 left_ask:1.6 left_at:-0.2 left_by:0.5 left_capital_desk:-0.5
    left_capital_english:1.4 left_capital_strange:2.8 left_choose:-0.5 left_class:0.1 left_click:-0.3 left_file:-0.1
    left_for:1.5 left_from:-0.5 left_hi:-0.9 left_if:-0.5 left_in:-0.6 left_is:-0.2 left_it:-0.2 left_let:1.0
    left_mr:0.3 left_mrs:1.5 left_ms:-0.2 left_name:0.5 left_noah:0.4 left_not:-0.2 left_of:-0.1 left_on:-0.6
    left_open:-0.6 left_or:0.1 left_out:0.4 left_pippin:-0.1 left_poppy:0.2 left_press:-1.4 left_print:-0.1
    left_pupil:0.1 left_pupils:0.5 left_ring:0.3 left_says:-0.4 left_settings:-0.1 left_sims:-0.4 left_so:0.4
    left_sorry:0.9 left_tell:0.4 left_that:0.1 left_the:-1.3 left_then:-0.4 left_tick:-0.2 left_to:0.3 left_told:0.5
    left_use:-0.1 left_was:0.1 left_with:0.7 left_your:0.1 left2_-:0.3 left2_[pupil]:0.1 left2_a:-0.1 left2_and:-0.2
    left2_as:0.1 left2_ask:0.6 left2_at:-0.7 left2_charger:0.1 left2_check:0.1 left2_contact:0.5 left2_for:0.6
    left2_have:0.3 left2_her:0.8 left2_i:-0.4 left2_i've:0.8 left2_in:-0.5 left2_is:0.9 left2_it:0.8 left2_list:0.6
    left2_name:0.8 left2_not:-0.1 left2_of:0.3 left2_on:-0.6 left2_one:0.2 left2_open:-0.2 left2_or:0.3
    left2_out:0.3 left2_press:-0.4 left2_pupil:0.3 left2_pupils:0.3 left2_settings:-0.4 left2_sign:0.2
    left2_spoke:0.1 left2_thanks:0.1 left2_that:0.3 left2_the:0.7 left2_then:0.3 left2_to:0.3 left2_under:0.1
    left2_use:-0.1 left2_was:0.5 left2_windows:-0.1 left2_with:-0.3 left2_your:0.3 listed_family:0.7
    listed_given:-0.2 listed_none:-1.0 of:0.8 persons:0.5 persons_desk:0.4 persons_english:-0.1 persons_strange:0.3
    place_inside:-1.0 place_line:-0.2 place_stop:0.7 rare_desk:-0.7 rare_desk_inside:-0.4 rare_desk_line:-0.3
    rare_desk_listed_given:0.3 rare_desk_listed_none:-1.0 rare_desk_stop:-0.1 rare_desk_thread_0:-1.6
    rare_desk_thread_1:-0.7 rare_desk_thread_4:0.8 rare_english:0.1 rare_english_inside:-0.7 rare_english_line:0.5
    rare_english_listed_family:0.1 rare_english_listed_given:-0.6 rare_english_listed_none:0.6
    rare_english_thread_0:0.6 rare_english_thread_1:0.9 rare_english_thread_4:-0.2 rare_long:-0.3
    rare_long_inside:-0.4 rare_long_line:-0.6 rare_long_listed_none:-0.7 rare_long_thread_4:0.4 rare_strange:0.4
    rare_strange_inside:0.5 rare_strange_line:0.2 rare_strange_listed_family:0.5 rare_strange_listed_given:-0.2
    rare_strange_listed_none:0.1 rare_strange_stop:-0.3 rare_strange_thread_0:0.2 rare_strange_thread_2:1.1
    rare_strange_thread_3:-0.3 rare_strange_thread_4:-0.6 right_+:-0.5 right_-:0.4 right_[code]:0.6
    right_[email_address]:0.2 right_[name]:-0.9 right_[password]:0.2 right_[phone_number]:0.9 right_a:-0.6
    right_access:0.2 right_account:-0.1 right_add:-0.1 right_all:-0.1 right_and:-0.3 right_app:-0.1 right_are:0.9
    right_at:0.5 right_by:-0.1 right_capital_desk:0.7 right_capital_english:1.3 right_capital_long:-0.1
    right_capital_strange:1.3 right_choose:-0.3 right_class:-0.4 right_for:0.6 right_from:-0.1 right_has:1.2
    right_have:-0.2 right_he's:0.7 right_how:0.4 right_i:0.4 right_if:0.9 right_in:1.4 right_ipad:-0.1 right_is:1.0
    right_it:0.3 right_know:0.9 right_mum:0.1 right_not:0.1 right_now:-0.4 right_off:0.1 right_old:0.1 right_on:0.3
    right_or:0.1 right_page:-0.1 right_password:-0.1 right_passwords:-0.1 right_portal:-0.1 right_press:-0.5
    right_said:-0.5 right_says:0.5 right_set:0.3 right_settings:-0.1 right_sign:-1.2 right_so:0.3 right_that:0.7
    right_the:-0.3 right_then:-0.2 right_to:-0.1 right_use:-1.3 right_when:0.3 right_which:0.3 right_who:0.1
    right_will:0.9 right_with:-0.1 right_your:-0.7 right2_-:-0.1 right2_5:0.5 right2_[account_name]:0.3
    right2_[address]:0.3 right2_[email_address]:-0.4 right2_[phone_number]:0.5 right2_a:-1.1 right2_account:-0.1
    right2_again:-0.9 right2_all:-0.2 right2_and:0.8 right2_be:0.8 right2_both:0.9 right2_can:1.1 right2_choose:-0.1
    right2_class:0.2 right2_dad:0.1 right2_do:0.4 right2_for:-1.1 right2_found:0.1 right2_from:0.5 right2_has:-0.4
    right2_have:0.2 right2_her:0.5 right2_if:0.7 right2_in:0.6 right2_ipad:0.6 right2_it:-0.4 right2_it's:-0.5
    right2_keep:0.3 right2_laptop:0.3 right2_left:0.2 right2_me:0.5 right2_mum:0.4 right2_needs:-0.3 right2_no:0.7
    right2_not:0.2 right2_of:0.3 right2_off:-0.7 right2_on:-0.1 right2_one:-0.2 right2_only:0.1 right2_or:-0.7
    right2_password:-0.8 right2_press:-0.1 right2_read:-0.3 right2_set:-0.3 right2_so:-0.1 right2_teams:0.3
    right2_that:-0.1 right2_the:0.4 right2_then:-0.1 right2_to:0.1 right2_up:0.2 right2_was:-0.2 right2_we:0.3
    right2_willow:0.5 right2_with:-0.7 right2_year:0.2 right2_you:0.2 right2_your:-0.2 shape_small:-1.3
    shape_title:-0.2 tail_inside:1.6 tail_line:2.3 tail_stop:0.6 thread_0:-0.8 thread_0_inside:-0.2
    thread_0_line:0.6 thread_0_stop:-1.2 thread_1:-0.6 thread_1_inside:-0.8 thread_1_line:0.2 thread_2:-0.1
    thread_2_inside:-1.1 thread_2_line:0.7 thread_3:0.5 thread_3_inside:0.6 thread_3_line:-0.6 thread_4:0.5
    thread_4_inside:0.4 thread_4_line:-1.1 thread_4_stop:1.2
"""
POINTS = {
    name.replace("_", " "): float(points) for name, _, points in (entry.rpartition(":") for entry in _FITTED.split())
}
